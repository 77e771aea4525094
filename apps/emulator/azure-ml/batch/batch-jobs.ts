// Starts, keeps and cancels batch jobs; answers at the address of a batch endpoint.
import { randomUUID } from 'node:crypto';
import { ArmError } from '../../arm/arm-error.ts';
import type { Caller, TokenCheck } from '../../identity/access-token.ts';
import type { Time } from '../../kernel/time.ts';
import type { ComputeStore } from '../compute/compute-store.ts';
import type { DeploymentAssets } from '../online/deployment-spec.ts';
import { OperationFailure } from '../long-running.ts';
import { mlErrors } from '../ml-error.ts';
import type { WorkspaceScope } from '../scope.ts';
import { created, modified, type Stamps } from '../system-data.ts';
import { batchDeployment, defaultDeploymentOf, type BatchEndpoint } from './batch-endpoint.ts';
import type { BatchFront, BatchHost, BatchJobSpec, Invocation } from './batch-host.ts';
import { checkNodes } from './batch-rules.ts';
import { readJob } from './invocation-schema.ts';
import { batchJobView, isOver, type BatchJob } from './job.ts';
import { jobSpec, nodesOf, usualOutput } from './job-spec.ts';

export interface BatchJobsOptions {
  readonly scope: WorkspaceScope;
  readonly host: BatchHost;
  readonly computes: ComputeStore;
  readonly assets: DeploymentAssets;
  readonly stamps: Stamps;
  readonly time: Time;
  /** How long a job waits for its nodes at least. Milliseconds. */
  readonly queueMs: number;
  readonly checkToken: (token: string) => Promise<TokenCheck>;
  readonly log: (line: string) => void;
}

/** The audience that the service asks of invokers; a token for ARM does not open a batch endpoint. */
const audience = 'https://ml.azure.com';

const refused = (message: string) => new ArmError({ status: 401, code: 'UserError', message });

export class BatchJobs {
  readonly #jobs = new Map<string, BatchJob>();
  readonly #options: BatchJobsOptions;

  constructor(options: BatchJobsOptions) {
    this.#options = options;
  }

  /** Newest first. */
  all(): readonly BatchJob[] {
    return [...this.#jobs.values()].reverse();
  }

  /** @throws ArmError 404 */
  get(name: string): BatchJob {
    const job = this.#jobs.get(name);
    if (!job) throw mlErrors.notFound(`Run with id ${name} was not found.`);
    return job;
  }

  /** What answers at the endpoint's address. */
  front(endpoint: BatchEndpoint): BatchFront {
    const { scope } = this.#options;
    const own = () => this.all().filter((job) => job.endpoint === endpoint.name);
    return {
      invoke: async (call) => {
        const caller = await this.#authenticate(call.bearer);
        const job = this.#start(endpoint, call, caller);
        return { status: 201, body: batchJobView(job, scope) };
      },
      list: async (bearer) => {
        await this.#authenticate(bearer);
        return { status: 200, body: { value: own().map((job) => batchJobView(job, scope)), nextLink: null } };
      },
      job: async (bearer, name) => {
        await this.#authenticate(bearer);
        const job = own().find((one) => one.name === name);
        if (!job) throw mlErrors.notFound(`Job ${name} not found in batch endpoint ${endpoint.name}`);
        return { status: 200, body: batchJobView(job, scope) };
      },
    };
  }

  async #authenticate(bearer: string | undefined): Promise<Caller> {
    const check = bearer === undefined ? undefined : await this.#options.checkToken(bearer);
    if (check?.kind !== 'valid') throw refused('The request has no valid token of Microsoft Entra ID.');
    if (check.caller.audience.replace(/\/+$/, '') !== audience)
      throw refused(
        `The audience '${check.caller.audience}' of the token is not allowed: ask for '${audience}'.`,
      );
    return check.caller;
  }

  #start(endpoint: BatchEndpoint, call: Invocation, caller: Caller): BatchJob {
    const { assets, computes, stamps } = this.#options;
    const wanted = call.deployment ?? defaultDeploymentOf(endpoint);
    if (!wanted)
      throw mlErrors.badRequest(
        `Batch endpoint '${endpoint.name}' has no default deployment, and the request names none.`,
      );
    const deployment = batchDeployment(endpoint, wanted);
    const request = readJob(call.body);
    const compute = deployment.request.properties.compute ?? '';
    checkNodes(computes.byId(compute).request, nodesOf(request, deployment));
    const name = request.name ?? `batchjob-${randomUUID()}`;
    if (this.#jobs.has(name)) throw mlErrors.conflict(`A job of the name '${name}' exists.`);
    const [output] = Object.values(request.outputData ?? {});
    const outputUri = output?.uri ?? usualOutput(name);
    const spec = jobSpec({ name, outputUri }, request, deployment, assets);
    const job: BatchJob = {
      ...{ name, endpoint: endpoint.name, deployment: deployment.name, compute, request, outputUri },
      systemData: created(stamps.next(), caller),
      ...{ status: 'NotStarted', cancel: new AbortController(), done: Promise.resolve() },
    };
    this.#jobs.set(name, job);
    job.done = this.#run(job, spec);
    return job;
  }

  async #run(job: BatchJob, spec: BatchJobSpec): Promise<void> {
    const { host, time, queueMs, stamps, log } = this.#options;
    const { signal } = job.cancel;
    const reach = (status: BatchJob['status']) => {
      job.status = status;
      job.systemData = { ...job.systemData, lastModifiedAt: stamps.next() };
    };
    try {
      await time.wait(queueMs, signal);
      signal.throwIfAborted();
      await host.run(spec, (phase) => signal.aborted || reach(phase), signal);
      reach(signal.aborted ? 'Canceled' : 'Completed');
    } catch (error) {
      if (!(error instanceof OperationFailure) && !signal.aborted)
        log(`job ${job.name}: ${error instanceof Error ? (error.stack ?? '') : 'failed'}`);
      job.failure = error instanceof OperationFailure ? error.message : 'An internal error occurred.';
      reach(signal.aborted ? 'Canceled' : 'Failed');
    }
  }

  /** Ends the job; resolves when it has ended. */
  async cancel(job: BatchJob, caller: Caller): Promise<void> {
    if (isOver(job)) return;
    job.status = 'CancelRequested';
    job.systemData = modified(job.systemData, this.#options.stamps.next(), caller);
    job.cancel.abort();
    await job.done;
  }

  async close(): Promise<void> {
    for (const job of this.#jobs.values()) job.cancel.abort();
    await Promise.all([...this.#jobs.values()].map(({ done }) => done));
  }
}
