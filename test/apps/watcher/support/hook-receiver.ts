// A hook of Azure DevOps, strict: it takes nothing but a signed flat object at the address of a hook that exists.
import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { type FakeAnswer, type HttpsFake, startHttpsFake } from '../../../support/https-fake.ts';

const payloadSchema = z.strictObject({
  definition: z.string().min(1),
  version: z.string().min(1),
  subscription: z.string().min(1),
  resourceGroup: z.string().min(1),
  workspace: z.string().min(1),
});

export interface HookReceiver {
  /** Of the organization. */
  readonly organization: string;
  /** Of the classic hook. */
  readonly payloadUrl: string;
  /** Of the YAML hook. */
  readonly incomingUrl: string;
  readonly secret: string;
  readonly taken: z.infer<typeof payloadSchema>[];
  /** Why requests were refused. */
  readonly refused: string[];
  /** Answers instead of the hook. */
  mishap: () => FakeAnswer | 'break' | undefined;
  close(): Promise<void>;
}

export async function startHookReceiver(): Promise<HookReceiver> {
  const secret = 'c2VjcmV0LW9mLXRoZS10ZXN0LWhvb2s=';
  const paths = [
    '/contoso/_apis/Release/receiveExternalEvent/0f0c1e2d-hook-of-the-test',
    '/contoso/_apis/public/distributedtask/webhooks/fraud?api-version=6.0-preview',
  ];
  const fake: HttpsFake = await startHttpsFake(({ method, url, headers, body }) => {
    const mishap = receiver.mishap();
    if (mishap !== undefined) return mishap;
    const refuse = (status: number, reason: string): FakeAnswer => {
      receiver.refused.push(reason);
      return { status, body: { message: reason } };
    };
    if (method !== 'POST') return refuse(405, method);
    if (!paths.includes(url)) return refuse(404, `there is no hook at ${url}`);
    if (headers['content-type'] !== 'application/json') return refuse(415, 'the body is not JSON');
    const expected = createHmac('sha1', secret).update(body, 'utf8').digest('hex');
    if (headers['x-azureml-signature'] !== `sha1=${expected}`) return refuse(400, 'the signature is wrong');
    const payload = payloadSchema.safeParse(JSON.parse(body));
    if (!payload.success) return refuse(400, payload.error.message);
    receiver.taken.push(payload.data);
    return { status: 200 };
  });
  const [classic, incoming] = paths;
  const receiver: HookReceiver = {
    organization: `${fake.origin}/contoso`,
    payloadUrl: `${fake.origin}${classic ?? ''}`,
    incomingUrl: `${fake.origin}${incoming ?? ''}`,
    secret,
    taken: [],
    refused: [],
    mishap: () => undefined,
    close: () => fake.close(),
  };
  return receiver;
}
