// The table of verbs. A new verb is a new row; its code is loaded only when it is called.

import type { CommandRow, Usage } from './command.ts';
import { configOptions, filesOption, jsonOption, stepOption } from './options.ts';
import { suiteCommands } from './suiteCommands.ts';

const run = { flags: '<run>', summary: 'directory of a run, as rnn train makes it' };
const config = { flags: '<config>', summary: 'experiment config, YAML or JSON' };

const progressOptions: readonly Usage[] = [
  { flags: '--progress <mode>', summary: 'auto, bar, plain or none', defaultValue: 'auto' },
  { flags: '--quiet', summary: 'print the closing line only' },
  { flags: '--no-color', summary: 'no colours (as NO_COLOR)' },
];

/** Options of the verbs that train a run. */
const trainingOptions: readonly Usage[] = [
  { flags: '--max-time <duration>', summary: 'end the run after this time: 90s, 10m, 1.5h' },
  { flags: '--fail-on-divergence', summary: 'exit 3 if the run diverges' },
  ...progressOptions,
  jsonOption,
];

/** Every verb of `rnn`, in the order help shows them. */
export const commands: readonly CommandRow[] = [
  {
    name: 'train',
    arguments: [config],
    options: [
      ...configOptions,
      { flags: '--out <dir>', summary: 'directory for run directories', defaultValue: 'runs' },
      { flags: '--fresh', summary: 'train from the beginning, whatever is there' },
      { flags: '--from <run>', summary: "branch off: start from another run's parameters" },
      { flags: '--from-step <number>', summary: 'its checkpoint of this step (default: the last)' },
      ...trainingOptions,
    ],
    summary: 'train a network and show loss, gradient norms and evaluation',
    examples: [
      'rnn train config.yaml',
      'rnn train config.yaml --seed 2 --set training.steps=5000',
      "rnn train config.yaml --set 'training.policy=[]'   # without clipping",
      'rnn train config.yaml --set training.steps=20000   # goes on with a shorter run',
      'rnn train other.yaml --from runs/NAME',
      'rnn train config.yaml --json --quiet > summary.json',
    ],
    load: () => import('./commands/train.ts'),
  },
  {
    name: 'resume',
    arguments: [run],
    options: [filesOption, ...trainingOptions],
    summary: 'go on with an interrupted run, wherever its directory is now',
    examples: ['rnn resume runs/NAME'],
    load: () => import('./commands/resume.ts'),
  },
  {
    name: 'verify',
    arguments: [run],
    options: [
      { flags: '--from-checkpoint', summary: 'start at its first checkpoint, not the beginning' },
      filesOption,
      ...progressOptions,
      jsonOption,
    ],
    summary: 'train a run again and say whether the same bits come; exit 3 if not',
    examples: ['rnn verify runs/NAME', 'rnn verify runs/NAME --from-checkpoint'],
    load: () => import('./commands/verify.ts'),
  },
  ...suiteCommands,
  {
    name: 'gradcheck',
    arguments: [config],
    options: [
      ...configOptions,
      {
        flags: '--entries <number>',
        summary: 'entries checked per tensor, or all',
        defaultValue: '100',
      },
      { flags: '--warm <updates>', summary: 'train so far before the check', defaultValue: '0' },
      ...progressOptions,
      jsonOption,
    ],
    summary: "check a config's gradient against finite differences; exit 3 if it is wrong",
    examples: [
      'rnn gradcheck config.yaml',
      'rnn gradcheck config.yaml --entries all --set task.length=10',
      'rnn gradcheck config.yaml --warm 500   # after 500 updates',
      'rnn gradcheck config.yaml --json > gradient.json',
    ],
    load: () => import('./commands/gradcheck.ts'),
  },
  {
    name: 'sweep',
    arguments: [
      { flags: '[x]', summary: "first coordinate: wr, w, or a parameter such as 'Whh[0,0]'" },
      { flags: '[y]', summary: 'second coordinate' },
    ],
    options: [
      { flags: '--x <min:max:count>', summary: 'values along x; a number for one value' },
      { flags: '--y <min:max:count>', summary: 'values along y' },
      { flags: '--steps <number>', summary: 'time steps T of a toy (default: 50)' },
      { flags: '--target <number>', summary: 'output a toy is asked for (default: 0.7)' },
      { flags: '--start <number>', summary: 'y_0 or x_0 of a toy (default: 0.5)' },
      { flags: '--activation <name>', summary: 'sigmoid (default), tanh, relu or linear' },
      { flags: '--quantity <name>', summary: 'cost or gradientNorm', defaultValue: 'cost' },
      { flags: '--scale <name>', summary: 'of the colours: linear or log', defaultValue: 'linear' },
      { flags: '--refine [points]', summary: 'refine where the grid is too coarse' },
      { flags: '--descend <start>', summary: 'descend from x=5,y=-2.2', isRepeatable: true },
      { flags: '--clip <norm>', summary: 'one path clipped at it, or none', isRepeatable: true },
      { flags: '--learning-rate <number>', summary: 'of the descents (default: 0.1)' },
      { flags: '--descent-steps <number>', summary: 'updates of a descent (default: 100)' },
      { flags: '--optimizer <name>', summary: 'of the descents: sgd (default) or adam' },
      { flags: '--momentum <number>', summary: 'of sgd (default: 0)' },
      { flags: '--config <file>', summary: "sweep a network's loss, initialised as in a config" },
      { flags: '--run <dir>', summary: "sweep a network's loss, as a run trained it" },
      { flags: '--directions <kind>', summary: 'random, or trajectory: where the run went' },
      { flags: '--sequences <number>', summary: 'sequences the loss is taken over' },
      ...configOptions,
      { flags: '--precision <name>', summary: 'f32 or f64' },
      { flags: '--workers <number>', summary: 'threads; by default as many as are worth it' },
      { flags: '--csv <file>', summary: 'write all points as a table' },
      { flags: '--npy <file>', summary: 'write the quantity as a NumPy array' },
      { flags: '--svg <file>', summary: 'write a picture' },
      { flags: '--html <file>', summary: 'write a page with the surface in 3-D, played over T' },
      {
        flags: '--out <dir>',
        summary: 'where an interrupted sweep is kept',
        defaultValue: 'runs',
      },
      { flags: '--fresh', summary: 'begin anew although an interrupted sweep is there' },
      { flags: '--progress <mode>', summary: 'auto, bar, plain or none', defaultValue: 'auto' },
      { flags: '--quiet', summary: 'no map and no tables' },
      { flags: '--no-color', summary: 'no colours (as NO_COLOR)' },
      jsonOption,
    ],
    summary: 'show the cost surface of a toy or a network over two coordinates',
    examples: [
      "rnn sweep wr wi                      # the lecture's unit",
      'rnn sweep w b                        # figure 6 of Pascanu, Mikolov, Bengio 2013',
      'rnn sweep w b --descend x=5,y=-2.2 --clip none --clip 0.1',
      'rnn sweep w b --x 5 --y -2.9:-1.9:101 --refine',
      'rnn sweep w b --html surface.html --svg surface.svg',
      "rnn sweep 'Whh[0,0]' 'Whh[1,1]' --config config.yaml",
      'rnn sweep --directions trajectory --run runs/NAME',
    ],
    load: () => import('./commands/sweep.ts'),
  },
  {
    name: 'bifurcate',
    arguments: [{ flags: '[parameter]', summary: 'what varies: b (default), w or x0' }],
    options: [
      {
        flags: '--range <min:max:count>',
        summary: 'values of the parameter (default for b: -4:-1:401)',
      },
      { flags: '--w <number>', summary: 'weight (default: 5; linear: 0.5)' },
      { flags: '--b <number>', summary: 'bias (default: -2.5; tanh: 0, relu: -1, linear: 1)' },
      { flags: '--start <number>', summary: 'state x_0 to begin at (default: 0.5)' },
      { flags: '--states <min:max>', summary: 'states the plot shows; by default all' },
      {
        flags: '--activation <name>',
        summary: 'sigmoid, tanh, relu or linear',
        defaultValue: 'sigmoid',
      },
      { flags: '--csv <file>', summary: 'write the fixed points as a table' },
      { flags: '--no-color', summary: 'no colours (as NO_COLOR)' },
      jsonOption,
    ],
    summary: 'show fixed points, stability and attractors of one unit against a parameter',
    examples: [
      'rnn bifurcate                        # figure 3 of Pascanu, Mikolov, Bengio 2013',
      'rnn bifurcate w --b -2.5 --range 3:7:401',
      'rnn bifurcate w --activation tanh    # pitchfork and 2-cycle',
      'rnn bifurcate --json > diagram.json',
    ],
    load: () => import('./commands/bifurcate.ts'),
  },
  {
    name: 'inspect',
    arguments: [run],
    options: [stepOption, { flags: '--no-color', summary: 'no colours (as NO_COLOR)' }, jsonOption],
    summary: 'show norms, singular values and spectral radii of the weights of a run',
    examples: ['rnn inspect runs/NAME', 'rnn inspect runs/NAME --step 1000 --json'],
    load: () => import('./commands/inspect.ts'),
  },
  {
    name: 'export',
    arguments: [run],
    options: [
      {
        flags: '--format <name>',
        summary: 'safetensors, onnx or npy',
        defaultValue: 'safetensors',
      },
      { flags: '--out <path>', summary: 'file, or directory of npy; - is standard output' },
      { flags: '--names <kind>', summary: 'of tensors: pytorch or own (usual for npy)' },
      stepOption,
      { flags: '--force', summary: 'replace an older export' },
    ],
    summary: 'write the weights of a run for PyTorch, ONNX or NumPy',
    examples: [
      'rnn export runs/NAME                 # runs/NAME.safetensors, as PyTorch names weights',
      'rnn export runs/NAME --format onnx --out model.onnx',
      'rnn export runs/NAME --names own --out - | sha256sum',
    ],
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'init',
    arguments: [
      { flags: '[task]', summary: 'task to start from, or irnn (default: temporalOrder)' },
    ],
    options: [{ flags: '--force', summary: 'replace an existing file' }],
    summary: 'write a commented starter config',
    examples: ['rnn init', 'rnn init text', 'rnn init irnn'],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'validate',
    arguments: [config],
    options: [...configOptions, jsonOption],
    summary: 'check a config without running it',
    examples: ['rnn validate config.yaml', 'rnn validate config.yaml --json'],
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'schema',
    arguments: [],
    options: [{ flags: '--markdown', summary: 'print a reference of all keys in Markdown' }],
    summary: 'print the JSON Schema of configs',
    examples: ['rnn schema > rnn.schema.json', 'rnn schema --markdown > config.md'],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'list',
    arguments: [{ flags: '[family]', summary: 'tasks, cells, ...; all families by default' }],
    options: [jsonOption],
    summary: 'show what a config can name, with sources',
    examples: ['rnn list', 'rnn list initializers'],
    load: () => import('./commands/list.ts'),
  },
  {
    name: 'doctor',
    arguments: [],
    options: [jsonOption],
    summary: 'say which kernels run here, how fast, and what would make them faster',
    examples: ['rnn doctor', 'rnn doctor --json'],
    load: () => import('./commands/doctor.ts'),
  },
];
