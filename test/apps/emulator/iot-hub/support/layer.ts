// Layers of a module with one image.

export const moduleSpec = (image: string, more: Record<string, unknown> = {}) => ({
  settings: { image, createOptions: '{"HostConfig":{"PortBindings":{"5001/tcp":[{"HostPort":"5001"}]}}}' },
  type: 'docker',
  status: 'running',
  restartPolicy: 'always',
  version: '1.0',
  ...more,
});

export function layer(id: string, image: string, more: Record<string, unknown> = {}) {
  return {
    id,
    schemaVersion: '1.0',
    labels: { team: 'scoring' },
    targetCondition: "tags.environment = 'production'",
    priority: 10,
    content: {
      modulesContent: {
        $edgeAgent: { 'properties.desired.modules.fraud': moduleSpec(image) },
        $edgeHub: { 'properties.desired.routes.up': 'FROM /messages/modules/fraud/* INTO $upstream' },
        fraud: { 'properties.desired': { threshold: 0.5 } },
      },
    },
    ...more,
  };
}
