/**
 * Starts the query editor. It talks only to the server that served it: the examples, GraphQL by POST, subscriptions by socket.
 *
 * The examples that name an object are given the id of the first one there is, so that every tab can be run as it stands.
 */
import { createClient } from './graphql-ws.js';

const { React, ReactDOM, GraphiQL } = window;

/** One tab each: a document, and what its variables need of {@link readFirstIds}. */
const examples = [
  { file: 'run-groups.graphql' },
  { file: 'nearest-latents.graphql', variables: ({ dictionary }) => ({ latent: `${dictionary}/0` }) },
  { file: 'orphans.graphql', variables: ({ matching }) => ({ matching, threshold: 0.7 }) },
  { file: 'search-labels.graphql', variables: () => ({ text: 'friend* or happy' }) },
  { file: 'job-updated.graphql', variables: ({ job }) => ({ job }) },
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

async function readTabs() {
  const ids = await readFirstIds();
  return Promise.all(
    examples.map(async ({ file, variables }) => {
      const response = await fetch(`/graphiql/assets/${file}`);
      return { query: await response.text(), variables: variables && JSON.stringify(variables(ids), null, 2) };
    }),
  );
}

const socketUrl = new URL('/graphql', window.location.href);
socketUrl.protocol = socketUrl.protocol === 'https:' ? 'wss:' : 'ws:';

const fetcher = GraphiQL.createFetcher({
  url: '/graphql',
  // opened with the first subscription, closed after the last
  wsClient: createClient({ url: socketUrl.href, lazy: true }),
});

const tabs = await readTabs();
const editor = React.createElement(GraphiQL, {
  fetcher,
  defaultTabs: tabs,
  defaultQuery: tabs[0].query,
  defaultEditorToolsVisibility: true,
  schemaDescription: true,
});
ReactDOM.createRoot(document.getElementById('graphiql')).render(editor);
