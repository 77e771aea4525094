// What the watcher may do in the workspaces of one resource group: see models and their versions, nothing else. The
// built-in role Reader would also show it the credentials of datastores.
targetScope = 'resourceGroup'

@description('Of the identity that the watcher signs in as.')
param principalId string

@description('The names of the workspaces.')
param workspaces array

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'azureml-release-watch')
  properties: {
    roleName: 'AzureML model watcher (${resourceGroup().name}, ${uniqueString(resourceGroup().id)})'
    description: 'Sees the models of Azure Machine Learning workspaces and their versions.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.MachineLearningServices/workspaces/read'
          'Microsoft.MachineLearningServices/workspaces/models/read'
          'Microsoft.MachineLearningServices/workspaces/models/versions/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [
      resourceGroup().id
    ]
  }
}

resource workspace 'Microsoft.MachineLearningServices/workspaces@2024-04-01' existing = [
  for name in workspaces: {
    name: name
  }
]

resource right 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in workspaces: {
    name: guid(workspace[index].id, principalId, role.id)
    scope: workspace[index]
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: role.id
    }
  }
]
