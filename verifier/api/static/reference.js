// Starts Swagger UI on this service's own OpenAPI document. Nothing is loaded from elsewhere.
"use strict";

const place = document.getElementById("reference");

SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: false,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
