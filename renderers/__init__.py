"""What shows a view: HTML, PDF, text and JSON; the web application and the command line around them."""
