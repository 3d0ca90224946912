"""What people do with what automation hands them: queue, claims, looking, deciding."""
