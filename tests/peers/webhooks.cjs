// What npm's standardwebhooks says of messages: [{secret, headers, body}] in, [{told} or {refused}] out.
const { readFileSync } = require("node:fs");
const { Webhook, WebhookVerificationError } = require("standardwebhooks");

function verified({ secret, headers, body }) {
  try {
    return { told: new Webhook(secret).verify(body, headers) };
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return { refused: error.message };
  }
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(verified)));
