"""Reads papers of people: certificates, letters of authorisation, identity cards, agencies' licences."""
