/** How to bring one's own dictionaries: the commands, as they are typed. */
export function Bring() {
  return (
    <section class="bring">
      <h2>Bring your own</h2>
      <p class="prose">
        Dictionaries that differ only in the seed belong into one run group. Format, architecture and seed are
        recognised; a matching of every pair comes with its proof.
      </p>
      <dl>
        <dt>Import checkpoints of any common library</dt>
        <dd>
          <code>npm run reseed -- import path/to/checkpoints</code>
        </dd>
        <dt>Match every pair</dt>
        <dd>
          <code>npm run reseed -- match my-run-group</code>
        </dd>
        <dt>Say what latents fire on</dt>
        <dd>
          <code>npm run reseed -- collect-contexts my-run-group --model path/to/model --corpus text.txt</code>
        </dd>
      </dl>
    </section>
  );
}
