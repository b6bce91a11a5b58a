"""What carries notices out of the house: mail by SMTP, and signed JSON to one address."""
