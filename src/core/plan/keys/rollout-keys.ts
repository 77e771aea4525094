// How a new version takes over: what becomes of each word on every target. Files, task inputs and flags are all held against it.
import type { Target } from '../../config/target.ts';
import { given } from '../../given.ts';
import {
  deploymentKey,
  depends,
  refused,
  taken,
  warned,
  type GivenValues,
  type Treatment,
} from './key-row.ts';

const byTraffic = "Leave it out, or deploy to 'managed' or 'kubernetes'.";
const oneAnswers = refused('nothing here splits requests', byTraffic);
const jobsAreWhole = refused('a job runs one deployment as a whole, and nothing splits it', byTraffic);

const lower = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

const strategyOf = (all: GivenValues): string => lower(all['rollout.strategy'] ?? 'replace');

/** Taken where the strategy that is asked for does it; otherwise it changes nothing, and the user is told. */
const by = (strategies: readonly string[], as: string): Treatment =>
  depends(
    `the strategy is ${strategies.join(' or ')}`,
    (_, all) => strategies.includes(strategyOf(all)),
    taken(as),
    warned(
      `only the strategies ${strategies.join(', ')} use it`,
      `Set 'rollout.strategy' to one of them, or leave the key out.`,
    ),
  );

const stepwise = ['canary', 'mirror-then-canary'];
const judged = ['blue-green', ...stepwise];

interface ByTraffic {
  readonly onTraffic: Treatment;
  readonly rest?: Partial<Record<Target, Treatment>>;
  /** Values that ask for nothing. */
  readonly idle?: readonly unknown[];
}

function word(name: string, meaning: string, sample: unknown, { onTraffic, rest, idle }: ByTraffic) {
  return deploymentKey(
    `rollout.${name}`,
    { meaning, sample, ...given({ idle }) },
    { rest: oneAnswers, batch: jobsAreWhole, managed: onTraffic, kubernetes: onTraffic, ...rest },
  );
}

const judging = (name: string, meaning: string, sample: unknown) =>
  word(name, meaning, sample, { onTraffic: by(judged, 'what every step is judged by') });

const stepsOfTraffic = taken('the steps of `traffic` and what is judged between them');
const isMirror = (value: unknown): boolean => lower(value) === 'mirror-then-canary';
const isMoreThanRequests = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.some((test: unknown) => ['expected', 'check'].some((key) => Object.hasOwn(test ?? {}, key)));

const tested = taken('requests of the test, before anybody else gets an answer');

export const rolloutKeys = [
  word('strategy', '`replace`, `blue-green`, `canary` or `mirror-then-canary` (docs/rollout.md)', 'canary', {
    // What every target does by itself.
    idle: ['replace'],
    onTraffic: stepsOfTraffic,
    rest: {
      kubernetes: depends(
        'it is mirror-then-canary',
        isMirror,
        refused('a Kubernetes endpoint does not mirror traffic', "Set the strategy to 'canary'."),
        stepsOfTraffic,
      ),
    },
  }),
  word('steps', 'percent of the traffic after each step', [20, 60], {
    onTraffic: by(stepwise, '`traffic` of each step'),
  }),
  word('mirrorPercent', 'percent of the requests that are copied first', 20, {
    onTraffic: by(['mirror-then-canary'], '`mirrorTraffic` of the first step'),
    rest: { kubernetes: refused('a Kubernetes endpoint does not mirror traffic', 'Leave the key out.') },
  }),
  judging('pauseSeconds', 'seconds that each step is watched at least', 30),
  judging('minimumSamples', 'pairs of requests that each step is judged by at least', 80),
  judging('latencyObjectiveMs', 'milliseconds that 95 of 100 answers have to be faster than', 200),
  judging('maximumErrorRate', 'part of the requests that may fail', 0.02),
  judging('maximumSlowdown', 'how many times slower than the version now serving', 1.2),
  judging('confidence', 'how sure a judgement has to be', 0.99),
  word('removeOld', 'delete what served before', true, {
    onTraffic: taken('deletion of the deployments that served before, as the last step'),
    rest: {
      local: warned('the earlier server always goes when the new one serves', 'Leave the key out.'),
      aci: warned('the earlier containers always go when the new ones serve', 'Leave the key out.'),
      iotedge: warned('the earlier layer always goes when the new one runs', 'Leave the key out.'),
      batch: refused(
        'nobody knows which jobs still run the earlier deployment',
        "Delete it with 'azureml-release service delete --deployment' when they have ended.",
      ),
    },
  }),
  word('removeBad', 'delete a deployment that was judged worse', true, {
    onTraffic: by(judged, 'deletion of the deployment that was judged worse'),
    rest: {
      local: warned(
        'one that fails its test is stopped, and the next run takes it away',
        'Leave the key out.',
      ),
      aci: warned('one that fails its test is always removed', 'Leave the key out.'),
      iotedge: warned('one that does not run is always removed', 'Leave the key out.'),
      batch: refused(
        'one that fails its test stays without being the default, so that its job can be read',
        "Delete it with 'azureml-release service delete --deployment'.",
      ),
    },
  }),
  word('smokeTests', 'requests with what they should answer', [{ request: 'request.json' }], {
    onTraffic: tested,
    rest: {
      local: tested,
      aci: tested,
      batch: depends(
        "a test has 'expected' or 'check'",
        isMoreThanRequests,
        refused(
          'a job answers with files, and nothing here holds them against an answer',
          "Leave 'expected' and 'check' out: each request is run as a job, which has to complete.",
        ),
        taken('jobs of the test, before jobs that name no deployment run it'),
      ),
      iotedge: refused(
        'a module answers on its devices only, which are not reached from here',
        "Leave it out: the devices' own reports say whether the module runs.",
      ),
    },
  }),
];
