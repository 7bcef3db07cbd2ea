// Which way imports may point: the layers of the architecture, the one home of each library and of
// the file system, no cycles, no file that nothing reaches. Style and types are checked elsewhere.

/** Layers from the inside out; a layer may import itself and the layers named. */
const LAYERS = {
  math: [],
  cells: ['math'],
  losses: ['math'],
  tasks: ['math'],
  model: ['math', 'cells', 'losses', 'tasks'],
  training: ['math', 'cells', 'losses', 'tasks', 'model'],
  experiment: ['math', 'cells', 'losses', 'tasks', 'model', 'training'],
  report: [],
  cli: ['math', 'cells', 'losses', 'tasks', 'model', 'training', 'experiment', 'report'],
};

/** Layers from which report may take types. */
const REPORTED = ['training', 'experiment'];

/** The one layer that knows a library. */
const LIBRARIES = {
  seedrandom: '^src/math/',
  'ml-matrix': '^src/math/',
  pbf: '^src/model/',
  papaparse: '^src/tasks/',
  'midi-file': '^src/tasks/formats/',
  zod: '^src/experiment/',
  yaml: '^src/experiment/',
  chalk: '^src/report/',
  asciichart: '^src/report/',
  'cli-progress': '^src/report/',
  'd3-contour': '^src/report/',
  commander: '^src/cli/',
  tinypool: '^src/experiment/',
  bullmq: '^src/experiment/executors/redis/',
  ioredis: '^src/experiment/executors/redis/',
};

/** Parts of Node that reach outside the program, and who may use them. */
const OUTSIDE = {
  'fs(/promises)?|child_process|worker_threads|cluster|net|tls|http2?|https|dgram|dns|inspector|repl|readline(/promises)?|tty|os':
    '^src/(experiment|cli|report/sinks)/',
  'v8|vm|wasi': null,
  process: '^src/cli/',
};

/** Loads and compiles the kernels: the exception among the inner layers. */
const KERNEL_LOADER = '^src/math/simd/compile\\.ts$';

/** Files that are started from outside src. */
const ENTRIES =
  '^src/(index|cli/main|cli/signals|cli/localWorker|experiment/surface/worker|report/surface/page/main)\\.ts$';

/** Bundled for browsers; nothing else may hold a part of it. */
const PAGE = '^src/report/surface/page/';

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `arrow-from-${layer}`,
  comment: `${layer} may import ${[layer, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: {
    path: '^src/',
    pathNot: `^src/(${[layer, ...allowed, ...(layer === 'report' ? REPORTED : [])].join('|')})/`,
  },
}));

const libraryRules = Object.entries(LIBRARIES).map(([library, home]) => ({
  name: `home-of-${library}`,
  comment: `only ${home} knows ${library}`,
  severity: 'error',
  from: { path: '^src/', pathNot: home },
  to: { path: `(^|/)node_modules/${library}/` },
}));

const outsideRules = Object.entries(OUTSIDE).map(([modules, home]) => ({
  name: `outside-${modules.match(/^\w+/)[0]}`,
  comment: home === null ? 'only the loader of the kernels' : `only ${home} and the kernel loader`,
  severity: 'error',
  from: { path: '^src/', pathNot: home === null ? KERNEL_LOADER : [home, KERNEL_LOADER] },
  to: { dependencyTypes: ['core'], path: `^(node:)?(${modules})$` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'report-takes-types-only',
      comment: 'report sees events and results as data; it calls nothing of other layers',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/(?!report/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-import-of-the-entry',
      comment: 'src/index.ts is for users of the package and brings no command line with it',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'entry-without-command-line',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/cli/' },
    },
    ...libraryRules,
    ...outsideRules,
    {
      name: 'no-development-dependency',
      comment: 'an installed package has no development dependencies; peers are asked for by name',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional'],
        dependencyTypesNot: ['npm-peer'],
      },
    },
    {
      name: 'page-runs-in-browsers',
      comment:
        'the script of a page, and what it takes from other folders, knows no Node, no library',
      severity: 'error',
      from: { path: PAGE },
      to: { path: '^(?!src/)', reachable: true },
    },
    {
      name: 'page-stands-alone',
      comment: 'what a browser runs is no part of the program',
      severity: 'error',
      from: { path: '^src/', pathNot: PAGE },
      to: { path: PAGE },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unused-file',
      comment: `nothing that starts at ${ENTRIES} reaches it`,
      severity: 'error',
      from: { path: ENTRIES },
      to: { path: '^src/', pathNot: [ENTRIES, '\\.d\\.ts$'], reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|src/math/simd/assembly)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'default', 'types'],
    },
  },
};
