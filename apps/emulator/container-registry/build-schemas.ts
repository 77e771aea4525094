// The bodies that Azure Container Registry Tasks take (api-version 2019-06-01-preview).
import { z } from 'zod';

const secret = z.strictObject({
  value: z.string().optional(),
  type: z.enum(['Opaque', 'Vaultsecret']).optional(),
});

/** What scheduleRun takes: of four kinds of requests the stack knows one. */
export const scheduleRunBody = z.strictObject({
  type: z.literal('DockerBuildRequest'),
  imageNames: z.array(z.string().regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*(?::[\w.-]{1,128})?$/)).default([]),
  isPushEnabled: z.boolean().default(true),
  isArchiveEnabled: z.boolean().default(false),
  noCache: z.boolean().default(false),
  dockerFilePath: z.string().min(1),
  target: z.string().optional(),
  arguments: z
    .array(z.strictObject({ name: z.string(), value: z.string(), isSecret: z.boolean().optional() }))
    .optional(),
  timeout: z.int().min(300).max(28_800).default(3600),
  platform: z.strictObject({
    os: z.enum(['Linux', 'Windows']),
    architecture: z.enum(['amd64', '386', 'x86', 'arm', 'arm64']).default('amd64'),
    variant: z.string().optional(),
  }),
  agentConfiguration: z.strictObject({ cpu: z.int().min(1).max(32).default(2) }).optional(),
  agentPoolName: z.string().optional(),
  logTemplate: z.string().optional(),
  sourceLocation: z.string().min(1),
  credentials: z
    .strictObject({
      sourceRegistry: z.strictObject({ loginMode: z.enum(['None', 'Default']).optional() }).optional(),
      customRegistries: z
        .record(
          z.string(),
          z.strictObject({
            userName: secret.optional(),
            password: secret.optional(),
            identity: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

export type ScheduleRunRequest = z.infer<typeof scheduleRunBody>;

export const regenerateBody = z.strictObject({ name: z.enum(['password', 'password2']) });
