// A type of service connection as a contribution declares it: its named data sources, and how it signs requests.
import { z } from 'zod';

const dataSource = z.looseObject({
  name: z.string().min(1),
  endpointUrl: z.string().min(1),
  resultSelector: z.string().optional(),
  resultTemplate: z.string().optional(),
});

const authenticationScheme = z.looseObject({
  type: z.string().min(1),
  headers: z.array(z.looseObject({ name: z.string().min(1), value: z.string() })).default([]),
});

export const endpointType = z.looseObject({
  name: z.string().min(1),
  displayName: z.string().min(1),
  dataSources: z.array(dataSource).default([]),
  authenticationSchemes: z.array(authenticationScheme).default([]),
});

export type EndpointType = z.infer<typeof endpointType>;
