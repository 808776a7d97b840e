/** Jobs that run or wait, as far as the server says when the page is opened. */
import { useAnswer } from '../../graphql/use-answer.ts';
import { RunningJobsDocument } from '../../../generated/documents.ts';
import { percent } from '../../figures/figure.tsx';

export function RunningJobs() {
  const { data, retry } = useAnswer(RunningJobsDocument, {});
  if (data === null) return null;
  const jobs = [...data.running.nodes, ...data.queued.nodes];
  const more = data.running.totalCount + data.queued.totalCount - jobs.length;
  return (
    <section>
      <h2>Jobs</h2>
      {jobs.length === 0 ? (
        <p class="quiet">
          Nothing runs and nothing waits.{' '}
          <button type="button" class="plain" onClick={retry}>
            Look again
          </button>
        </p>
      ) : (
        <ul class="lines">
          {jobs.map((job) => (
            <li key={job.id}>
              <span>{job.title}</span>
              <span class="quiet">
                {job.waitingFor
                  ? `${job.waitingFor.reason}: ${job.waitingFor.hint}`
                  : (job.progress?.step ?? 'waits for its turn')}
              </span>
              <progress value={job.progress?.fraction ?? 0} aria-label={job.title} />
              <span class="quiet">{percent(job.progress?.fraction) ?? job.state.toLowerCase()}</span>
            </li>
          ))}
          {more > 0 && <li class="quiet">and {more} more</li>}
        </ul>
      )}
    </section>
  );
}
