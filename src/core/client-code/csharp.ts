// A request by C#: a whole program for .NET 6 and newer.
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
    public static async Task<int> Main()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(180) };
${
  variable === undefined
    ? ''
    : `        // ${variable}=$(${oneLine(command ?? '')})
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("${variable}"));
`
}${
    deployment === undefined
      ? ''
      : `        client.DefaultRequestHeaders.Add("azureml-model-deployment", ${stringLiteral(deployment)});\n`
  }        using var body = new StringContent(${stringLiteral(request)}, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(${stringLiteral(scoringUri)}, body);
        Console.WriteLine(await answer.Content.ReadAsStringAsync());
        return answer.IsSuccessStatusCode ? 0 : 1;
    }
}
`;
}
