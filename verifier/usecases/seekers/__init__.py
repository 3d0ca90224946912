"""What job seekers grant and take back, what is answered before their résumés are read, and leaks traced."""
