// Lists of the release service, page by page: ReleaseApi hides the continuation token, which stands in a header.
import * as z from 'zod';
import { emptyAnswer, readAnswer } from './answers.ts';
import type { Organization } from './organization.ts';

export interface ListOrder {
  /** The call as a verb with its object, for messages. */
  readonly action: string;
  readonly project: string;
  /** Behind `_apis/release/`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

const listSchema = z.object({ value: z.array(z.unknown()) });

/** node-fetch and Node give the headers in lower case. */
const headersSchema = z.record(z.string(), z.unknown()).catch({});

/** The oldest version that all that is read here has; Azure DevOps Server refuses those newer than itself. */
const accept = { acceptHeader: 'application/json;api-version=5.0' };

/** @returns each page's entries; absent instead of the first one if there is no such list (404) */
export async function* releasePages(
  organization: Organization,
  { action, project, path, query }: ListOrder,
): AsyncGenerator<readonly unknown[] | undefined> {
  let token: string | undefined;
  do {
    const search = new URLSearchParams({
      ...query,
      ...(token === undefined ? {} : { continuationToken: token }),
    });
    const answer = await organization.call(action, (api) => {
      const base = api.baseUrl.replace(/\/+$/, '');
      const address = `${base}/${encodeURIComponent(project)}/_apis/release/${path}?${search.toString()}`;
      return api.rest.get<unknown>(address, accept);
    });
    if (answer.statusCode === 404) {
      if (token !== undefined) throw emptyAnswer(action); // it was there a moment ago
      yield undefined;
      return;
    }
    const page = readAnswer(answer.result, listSchema, { organization: organization.url, action });
    if (page === undefined) throw emptyAnswer(action);
    yield page.value;
    const next = headersSchema.parse(answer.headers)['x-ms-continuationtoken'];
    token = typeof next === 'string' && next !== '' && next !== token ? next : undefined;
  } while (token !== undefined);
}
