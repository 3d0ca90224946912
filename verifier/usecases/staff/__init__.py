"""Staff: invitations, sign-in, second factors, sessions, administration."""
