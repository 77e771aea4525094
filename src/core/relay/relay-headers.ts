// The names that the relay shares with the artifact type and with Event Grid. The artifact type's createwebhook gives
// the first three to the event subscription as static delivery attributes, the first two of them secret.

/** Of a delivery: the address of the hook in Azure DevOps (`payloadUrl`). */
export const payloadUrlHeader = 'X-AzureML-Payload-Url';

/** Of a delivery: the secret that the hook's payload is signed with. */
export const secretHeader = 'X-AzureML-Secret';

/** Of a delivery, if the artifact has a tag filter: `stage=production,approved`. */
export const tagsHeader = 'X-AzureML-Tags';

/** Of what is forwarded: `sha1=` and the HMAC-SHA1 of the raw body in hex. Equal to the type's payloadHashHeaderName. */
export const signatureHeader = 'X-AzureML-Signature';

/** Of a delivery in Event Grid's schema: `SubscriptionValidation`, `Notification` or another. */
export const eventTypeHeader = 'aeg-event-type';

/** Of a delivery: the name of the event subscription. */
export const subscriptionHeader = 'aeg-subscription-name';
