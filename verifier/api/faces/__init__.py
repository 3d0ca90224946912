"""What sites need of faces: recruiters, their portraits, face sessions, kept frames, reviews.

The recruiter's own page is not here: it opens with a link's token, and this with a site's key.
"""
