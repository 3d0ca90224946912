"""The job seeker's hosted page under /seeker/<token>: who read their résumé, their grants, a complaint."""
