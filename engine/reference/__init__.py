"""Facts about the world that no procedure decides: countries, communes, addresses. Data as published, and look-ups."""
