// The watcher on Azure Container Apps: one managed identity, the least rights it works with, its state in a storage account.
//
//   az deployment group create -g my-watcher -f deploy/watcher/watcher.bicep \
//     -p image=REGISTRY.azurecr.io/azureml-release-watch:TAG watchFile=@watch.yml \
//        workspaces='[{"resourceGroup":"ml","names":["prod"]}]' tokenVault=VAULT tokenSecret=azure-devops-token
//
// What watch.yml has to say here is in docs/watcher.md, "On Azure Container Apps".
targetScope = 'resourceGroup'

@description('Names everything that is made.')
@minLength(3)
@maxLength(24)
param name string = 'azureml-watcher'

param location string = resourceGroup().location

@description('The image, with its tag or digest.')
param image string

@description('The Azure Container Registry of the image, in this resource group; empty for an image that everybody may pull.')
param containerRegistry string = ''

@description('The content of watch.yml. It names variables and holds no secret.')
param watchFile string

@description('The workspaces that are watched, by resource group of this subscription: [{ resourceGroup, names: [] }].')
param workspaces array

@description('The key vault, in this resource group, that holds the token for Azure DevOps, and its secret there.')
param tokenVault string
param tokenSecret string

@description('How many replicas run: one leads, the others stand by.')
@minValue(1)
@maxValue(5)
param replicas int = 2

@description('The port of the relay in watch.yml that Event Grid reaches from the internet; 0 for no way in at all.')
param relayPort int = 0

@description('The port of metrics in watch.yml.')
param metricsPort int = 9464

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

module rights 'workspace-rights.bicep' = [
  for group in workspaces: {
    name: '${name}-rights-${uniqueString(group.resourceGroup)}'
    scope: resourceGroup(group.resourceGroup)
    params: {
      principalId: identity.properties.principalId
      workspaces: group.names
    }
  }
]

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'watch${uniqueString(resourceGroup().id, name)}'
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storage
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'azureml-watch'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: storage
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = {
  parent: tables
  name: 'azuremlwatch'
}

resource tableRight 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(table.id, identity.id, roles.tableDataContributor)
  scope: table
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.tableDataContributor)
  }
}

resource containerRight 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(container.id, identity.id, roles.blobDataContributor)
  scope: container
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobDataContributor)
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: tokenVault
}

resource token 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {
  parent: vault
  name: tokenSecret
}

resource tokenRight 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(token.id, identity.id, roles.keyVaultSecretsUser)
  scope: token
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = if (!empty(containerRegistry)) {
  name: empty(containerRegistry) ? 'none' : containerRegistry
}

resource pullRight 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(containerRegistry)) {
  name: guid(registry.id, identity.id, roles.acrPull)
  scope: registry
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.acrPull)
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: name
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    managedEnvironmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: relayPort == 0 ? null : {
        external: true
        targetPort: relayPort
        transport: 'http'
        allowInsecure: false
      }
      registries: empty(containerRegistry) ? [] : [
        {
          server: registry.properties.loginServer
          identity: identity.id
        }
      ]
      secrets: [
        {
          name: 'watch-yml'
          value: watchFile
        }
        {
          name: 'azure-devops-token'
          keyVaultUrl: token.properties.secretUri
          identity: identity.id
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'watcher'
          image: image
          args: ['--config', '/etc/azureml-release/watch.yml']
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
          env: [
            {
              name: 'AZURE_DEVOPS_TOKEN'
              secretRef: 'azure-devops-token'
            }
          ]
          volumeMounts: [
            {
              volumeName: 'configuration'
              mountPath: '/etc/azureml-release'
            }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: metricsPort
              }
              periodSeconds: 2
              failureThreshold: 30
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: metricsPort
              }
              periodSeconds: 30
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: metricsPort
              }
              periodSeconds: 10
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
      terminationGracePeriodSeconds: 90
      volumes: [
        {
          name: 'configuration'
          storageType: 'Secret'
          secrets: [
            {
              secretRef: 'watch-yml'
              path: 'watch.yml'
            }
          ]
        }
      ]
    }
  }
  // The first start needs every right: a sign-in that is refused is tried again, a pull is not.
  dependsOn: [
    tableRight
    containerRight
    tokenRight
    pullRight
    rights
  ]
}

@description('For azure.managedIdentity of watch.yml.')
output identityClientId string = identity.properties.clientId

@description('For state.storage.account of watch.yml.')
output stateAccount string = storage.name

@description('Where Event Grid delivers, if there is a relay.')
output relayAddress string = relayPort == 0 ? '' : 'https://${app.properties.configuration.ingress.fqdn}/events'
