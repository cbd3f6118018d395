<#
  Registers the Helpdesk Console in Entra with Microsoft Graph PowerShell: one registration, or two (one reads, one acts).
  Not run on a real tenant so far. Read it first; docs/administrators.md says what each part is for. It creates, and changes nothing that exists.

  Install-Module Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns -Scope CurrentUser
  ./register-app.ps1 -Two -DeleteRecord
#>
param(
  [string] $Name = 'Helpdesk Console',
  # Two registrations: the everyday token can then only read.
  [switch] $Two,
  # Delete record and the management name.
  [switch] $DeleteRecord,
  # Supervisors compare the audit log with Intune's own.
  [switch] $CompareWithIntune,
  # Global, USGov, USGovDoD or China.
  [string] $Environment = 'Global'
)
$ErrorActionPreference = 'Stop'
Connect-MgGraph -Environment $Environment -NoWelcome -Scopes 'Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'

$graph = Get-MgServicePrincipal -Filter "appId eq '00000003-0000-0000-c000-000000000000'"
$reading = @('openid', 'profile', 'offline_access', 'DeviceManagementManagedDevices.Read.All', 'DeviceManagementRBAC.Read.All')
if ($CompareWithIntune) { $reading += 'DeviceManagementApps.Read.All' }
$acting = @('DeviceManagementManagedDevices.PrivilegedOperations.All')
if ($DeleteRecord) { $acting += 'DeviceManagementManagedDevices.ReadWrite.All' }

function New-Registration([string] $displayName, [string[]] $scopes) {
  $access = foreach ($scope in $scopes) {
    $known = $graph.Oauth2PermissionScopes | Where-Object Value -EQ $scope
    if ($null -eq $known) { throw "This cloud's Graph has no delegated permission $scope." }
    @{ Id = $known.Id; Type = 'Scope' }
  }
  $roles = foreach ($role in @(
      @{ Value = 'Helpdesk.Agent'; Description = 'Finds devices and acts on them' },
      @{ Value = 'Helpdesk.Supervisor'; Description = 'Reads and reviews the audit log' })) {
    @{ Id = [guid]::NewGuid().ToString(); Value = $role.Value; DisplayName = $role.Value; Description = $role.Description; AllowedMemberTypes = @('User'); IsEnabled = $true }
  }
  $app = New-MgApplication -BodyParameter @{
    DisplayName = $displayName
    SignInAudience = 'AzureADMyOrg'
    PublicClient = @{ RedirectUris = @('http://localhost') }
    AppRoles = @($roles)
    OptionalClaims = @{ IdToken = @(@{ Name = 'auth_time'; Essential = $false }) }
    RequiredResourceAccess = @(@{ ResourceAppId = $graph.AppId; ResourceAccess = @($access) })
  }
  # Only who is assigned gets in.
  $principal = New-MgServicePrincipal -AppId $app.AppId -AppRoleAssignmentRequired:$true
  # Consent for everybody who is assigned, to exactly these and nothing else.
  New-MgOauth2PermissionGrant -BodyParameter @{ ClientId = $principal.Id; ConsentType = 'AllPrincipals'; ResourceId = $graph.Id; Scope = ($scopes -join ' ') } | Out-Null
  $app.AppId
}

if ($Two) {
  $clientId = New-Registration $Name $reading
  $actionClientId = New-Registration "$Name (acts)" (@('openid', 'profile', 'offline_access') + $acting)
} else {
  $clientId = New-Registration $Name ($reading + $acting)
  $actionClientId = $null
}
[ordered]@{ tenantId = (Get-MgContext).TenantId; clientId = $clientId; actionClientId = $actionClientId } | ConvertTo-Json
Write-Host 'Now assign people or groups to the roles: Enterprise applications > the app > Users and groups (both apps, where there are two).'
