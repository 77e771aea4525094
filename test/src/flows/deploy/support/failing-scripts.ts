// Scoring scripts that do not come up.

export const fails = (reason: string) =>
  `def init():\n    raise RuntimeError("${reason}")\ndef run(data):\n    return 1\n`;

/** Starts once, and never again: what a candidate cannot show. */
export const onceScript = (marker: string) => `import os
def init():
    if os.path.exists("${marker}"):
        raise RuntimeError("only once")
    open("${marker}", "w").close()
def run(data):
    return 1
`;
