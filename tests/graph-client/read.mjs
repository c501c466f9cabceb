// SPDX-License-Identifier: MIT
// Asks Microsoft Graph at argv[2] with the token argv[3], by Microsoft's own
// client: a collection to its end, an app by its app id, and a batch. argv[4] is
// an app id that is there. Prints what it got as JSON.
import { BatchRequestContent, Client, PageIterator } from "@microsoft/microsoft-graph-client";

const [base, token, appId] = process.argv.slice(2);
const client = Client.init({
  baseUrl: `${base}/`,
  defaultVersion: "v1.0",
  customHosts: new Set([new URL(base).hostname]),
  authProvider: (done) => done(null, token),
});

let applications = 0;
const first = await client.api("/applications").select("id,appId").top(5).get();
await new PageIterator(client, first, () => { applications += 1; return true; }).iterate();

const one = await client.api(`/applications(appId='${appId}')`).get();
const steps = ["1", "2"].map((id) => ({
  id,
  request: new Request(id === "1" ? `${base}/applications/${one.id}/owners`
    : `${base}/groups/99999999-0000-4000-8000-000000000000`, { method: "GET" }),
}));
const content = await new BatchRequestContent(steps).getContent();
const batch = await client.api("/$batch").post(content);

console.log(JSON.stringify({
  applications,
  name: one.displayName,
  statuses: Object.fromEntries(batch.responses.map((r) => [r.id, r.status])),
}));
