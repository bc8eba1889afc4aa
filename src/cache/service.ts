/**
 * Whether this machine has an Actions cache service, and a token for it. The toolkit's own rule (`isFeatureAvailable` and `isGhes`
 * of @actions/cache), told again here because loading the library takes longer than a step that has nothing to do.
 */
export function hasCacheService(environment: NodeJS.ProcessEnv): boolean {
  if (!environment['ACTIONS_RUNTIME_TOKEN']) return false;
  const second = Boolean(environment['ACTIONS_CACHE_SERVICE_V2']) && !isEnterpriseServer(environment);
  return Boolean(environment[second ? 'ACTIONS_RESULTS_URL' : 'ACTIONS_CACHE_URL']);
}

/** GitHub Enterprise Server (and whatever else is not GitHub's own) speaks the first version of the protocol only. */
function isEnterpriseServer(environment: NodeJS.ProcessEnv): boolean {
  const address = environment['GITHUB_SERVER_URL'] || 'https://github.com';
  if (!URL.canParse(address)) return true;
  const host = new URL(address).hostname;
  return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost');
}
