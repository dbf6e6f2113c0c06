// Which folder may import which, in the order in which data flows (docs/architecture.md, section 4).
// `type:` = with `import type` only.
const everythingBelowApi = [
  'core',
  'authoring',
  'sources',
  'calendar',
  'cryplets',
  'execution',
  'envelope',
  'signing',
  'attestation',
  'chain',
  'store',
  'bus',
  'runs',
  'registry',
  'audit',
].map((name) => `shared/${name}`)

const layers = {
  'shared/core': [],
  'shared/envelope': ['shared/core'],
  'shared/store': ['shared/core'],
  'shared/bus': ['shared/core'],
  'shared/calendar': ['shared/core'],
  'shared/authoring': ['shared/core', 'shared/calendar', 'type:shared/envelope'],
  'shared/sources': ['shared/core', 'shared/calendar', 'type:shared/authoring'],
  'shared/cryplets': ['shared/authoring', 'shared/calendar', 'shared/core'],
  ...Object.fromEntries(
    ['signing', 'attestation', 'chain', 'audit', 'registry', 'runs'].map((name) => [
      `shared/${name}`,
      ['shared/core', 'shared/envelope', 'shared/store', 'type:shared/authoring'],
    ]),
  ),
  'shared/execution': [
    'shared/core',
    'shared/envelope',
    'shared/authoring',
    'shared/cryplets',
    'shared/sources',
    'shared/calendar',
    'type:shared/signing',
  ],
  'shared/workflows': [
    'shared/core',
    'shared/envelope',
    'shared/authoring',
    'type:shared/activities',
  ],
  'shared/sandbox': ['shared/core'],
  'shared/activities': everythingBelowApi,
  'shared/api': [...everythingBelowApi, 'shared/activities'],
  'shared/triggers/http.ts': ['shared/core'],
  'shared/triggers': ['shared/core', 'shared/authoring', 'type:shared/runs'],
  'shared/fabric.ts': ['shared'],
  functions: ['shared'],
  enclave: [
    'shared/core',
    'shared/envelope',
    'shared/authoring',
    'shared/cryplets',
    'shared/sources',
    'shared/calendar',
    'shared/execution',
    'shared/signing',
    'shared/attestation',
    // What reads a contract for a source, and nothing else of the chain.
    'shared/chain/reads',
    'shared/triggers/http.ts',
  ],
  // Never functions or enclave: it loads compiled files, so that "unchanged" is true.
  local: ['shared/core', 'shared/bus'],
  cli: ['shared', 'local'],
  bench: ['shared', 'local', 'test/support'],
}

const escaped = (path) => path.replaceAll('.', '\\.')
const under = (path) => (path.endsWith('.ts') ? `^${escaped(path)}$` : `^${path}/`)
const ours = '^(shared|functions|enclave|local|cli|bench|test)/'

const layerRules = Object.entries(layers).flatMap(([dir, entries]) => {
  const values = entries.filter((entry) => !entry.startsWith('type:'))
  const types = entries.filter((entry) => entry.startsWith('type:')).map((entry) => entry.slice(5))
  // The more particular entry (shared/triggers/http.ts) has a rule of its own.
  const inner = Object.keys(layers).filter((other) => other.startsWith(`${dir}/`))
  const from = { path: under(dir), pathNot: inner.map(under) }
  return [
    {
      name: `layer:${dir}`,
      severity: 'error',
      from,
      to: { path: ours, pathNot: [dir, ...values, ...types].map(under) },
    },
    ...types.map((type) => ({
      name: `type-only:${dir}:${type}`,
      severity: 'error',
      from,
      to: { path: under(type), dependencyTypesNot: ['type-only'] },
    })),
  ]
})

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...layerRules,
    {
      name: 'host-free',
      comment: 'Only triggers, functions/ and enclave/ know Azure Functions.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/triggers/' },
      to: {
        path: 'node_modules/(@azure/functions|durable-functions)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'deterministic',
      comment: 'Replayed or measured code: time, data and randomness come as arguments.',
      severity: 'error',
      from: { path: '^shared/(core|envelope|authoring|cryplets|workflows)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'lazy-azure',
      comment: 'Azure SDK clients cost 100 to 200 ms each: import() them on first use.',
      severity: 'error',
      from: { path: '^(shared|functions|enclave)/' },
      to: {
        path: 'node_modules/@azure/(identity|keyvault|service-bus|data-tables|storage)',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-function-per-file',
      comment: 'Functions share code through shared/.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/index\\.ts$' },
      to: { path: '^functions/' },
    },
    {
      name: 'no-dev-deps-in-app',
      severity: 'error',
      from: { path: '^(shared|functions|enclave)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // keeps type-only imports, so that they can be told apart
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
