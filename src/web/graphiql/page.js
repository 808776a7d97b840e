/**
 * The query editor, GraphiQL. It talks only to the server that served it: GraphQL by POST, subscriptions by socket.
 *
 * The examples that name an object are given the id of the first one there is, so that every tab can be run as it stands.
 */
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import React from 'react';
import { createRoot } from 'react-dom/client';
import jobUpdated from './examples/job-updated.graphql?raw';
import nearestLatents from './examples/nearest-latents.graphql?raw';
import orphans from './examples/orphans.graphql?raw';
import runGroups from './examples/run-groups.graphql?raw';
import searchLabels from './examples/search-labels.graphql?raw';

/** One tab each: a document, and what its variables need of {@link readFirstIds}. */
const examples = [
  { query: runGroups },
  { query: nearestLatents, variables: ({ dictionary }) => ({ latent: `${dictionary}/0` }) },
  { query: orphans, variables: ({ matching }) => ({ matching, threshold: 0.7 }) },
  { query: searchLabels, variables: () => ({ text: 'friend* or happy' }) },
  { query: jobUpdated, variables: ({ job }) => ({ job }) },
];

const FIRST_IDS = `{
  dictionaries(first: 1) { nodes { id } }
  matchings(first: 1) { nodes { id } }
  jobs(first: 1) { nodes { id } }
}`;

async function readFirstIds() {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: FIRST_IDS }),
  });
  const { data } = await response.json();
  const first = (list) => data?.[list].nodes[0]?.id ?? `<id of one of the ${list}>`;
  return { dictionary: first('dictionaries'), matching: first('matchings'), job: first('jobs') };
}

const socketUrl = new URL('/graphql', window.location.href);
socketUrl.protocol = socketUrl.protocol === 'https:' ? 'wss:' : 'ws:';

const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  // opened with the first subscription, closed after the last
  wsClient: createClient({ url: socketUrl.href, lazy: true }),
});

const ids = await readFirstIds();
const tabs = examples.map(({ query, variables }) => ({
  query,
  variables: variables && JSON.stringify(variables(ids), null, 2),
}));
const editor = React.createElement(GraphiQL, {
  fetcher,
  defaultTabs: tabs,
  defaultQuery: tabs[0].query,
  defaultEditorToolsVisibility: true,
  schemaDescription: true,
});
createRoot(document.getElementById('graphiql')).render(editor);
