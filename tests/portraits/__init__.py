"""Films of the one face that a package ships: a portrait that blinks, turns its head and opens its mouth.

**This is a simple deepfake**, and a deliberate one. The portrait is moved about by its own mesh of a face:
turned with the depth that MediaPipe's network guesses, given lids and an open mouth that were painted. It
does what a challenge asks for, so it passes for a living person, and that is what docs/faces.md says no check
here can see: whoever feeds the camera frames that are animated as asked. Passing such films proves that the
service measures and counts as it should. It proves nothing about how well it tells living people from others;
for that, see the benchmark on the sample films.

`head` is the portrait and what is known of it, `drawing` moves it, `acting` says when it does what, `films`
makes films and attacks of it as a camera page sends them, `fake_camera` writes them for Chromium's camera.
"""
