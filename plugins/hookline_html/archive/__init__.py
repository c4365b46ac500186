"""Read the records of web archives, the HTTP messages in them and the pages in those."""
