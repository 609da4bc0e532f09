"""Pictures of the record, drawn by the server: numbers in, SVG, PNG, CSV and an HTML table out. Knows no subject."""
