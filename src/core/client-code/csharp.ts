// A request by C#: a whole program for .NET, and in words old enough for .NET Framework and Mono.
import type { CallerOf } from './caller.ts';
import { oneLine, stringLiteral } from './quote.ts';
import { secretSource } from './secret-variable.ts';

export function csharpClient(caller: CallerOf): string {
  const { scoringUri, deployment, request } = caller;
  const { variable, command } = secretSource(caller);
  return `using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

public static class Program
{
    public static int Main()
    {
        return Score().GetAwaiter().GetResult();
    }

    private static async Task<int> Score()
    {
        using (var client = new HttpClient { Timeout = TimeSpan.FromSeconds(180) })
        using (var body = new StringContent(${stringLiteral(request)}, Encoding.UTF8, "application/json"))
        {
${
  variable === undefined
    ? ''
    : `            // ${variable}=$(${oneLine(command ?? '')})
            client.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("${variable}"));
`
}${
    deployment === undefined
      ? ''
      : `            client.DefaultRequestHeaders.Add("azureml-model-deployment", ${stringLiteral(deployment)});\n`
  }            using (var answer = await client.PostAsync(${stringLiteral(scoringUri)}, body))
            {
                string text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                {
                    Console.WriteLine(text);
                    return 0;
                }
                // 424: the scoring script failed; 429: too many requests at once; 401: wrong key or token.
                Console.Error.WriteLine("{0}: {1}", (int)answer.StatusCode, text);
                return 1;
            }
        }
    }
}
`;
}
