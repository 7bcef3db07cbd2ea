// The starter configs that `rnn init` writes: one commented text per task, and networks known by name.

import type { TaskType } from '../experiment/schema/task.ts';

/** A starter config without its head. */
interface Starter {
  /** What the experiment shows, one line per element. */
  readonly about: readonly string[];
  readonly body: string;
}

const network = (initializer: string) => `model:
  layers:
    - type: elman
      hiddenSize: 50
      activation: tanh          # tanh, sigmoid, relu, linear
      initialState: zero        # zero, trainable, or a number
  initializer: { type: ${initializer} }   # see: rnn list initializers

training:
  batchSize: 20
  steps: 20000
  optimizer: { type: sgd, learningRate: 0.01, momentum: 0 }   # or adam
  schedule: { type: constant }
  policy:                       # what the gradient passes, in order; [] for nothing
    - { type: clipByNorm, maxNorm: 1 }`;

const memoryNetwork = `model:
  layers:
    - type: lstm                # lstm, gru, elman
      hiddenSize: 64

training:
  batchSize: 20
  steps: 20000
  optimizer: { type: adam, learningRate: 0.003 }
  policy:                       # what the gradient passes, in order; [] for nothing
    - { type: clipByNorm, maxNorm: 1 }`;

const stopWhenSolved = `
  stop: { error: 0.01 }         # solved: under 1% wrong at an evaluation

evaluation: { every: 1000, size: 1000 }   # steps between; sequences
`;

/** Networks that have a starter of their own. */
type Preset = 'irnn';

const starters: Readonly<Record<TaskType | Preset, Starter>> = {
  toy: {
    about: [
      'One sigmoid unit whose cost surface has a wall. See what clipping does at it:',
      "try --set 'training.policy=[]' and watch the descent jump.",
    ],
    body: `task:
  type: toy
  form: lecture                 # lecture: wr, wi; paper: w, b
  length: 50
  target: 0.7

model:                          # the toy's layers and readout follow from its form
  initializer: { type: values, values: { wr: 5, wi: -2.4 } }

training:
  steps: 100
  optimizer: { type: sgd, learningRate: 0.1 }
  policy:
    - { type: clipByNorm, maxNorm: 0.1 }
`,
  },
  temporalOrder: {
    about: [
      'Which of two symbols came first, far apart among distractors (Pascanu et al. 2013)?',
      'Make length larger to see the gradient vanish.',
    ],
    body: `task:
  type: temporalOrder
  length: 20                    # steps; or { min: 20, max: 50 } for a length per batch

${network('basicTanh')}${stopWhenSolved}`,
  },
  addition: {
    about: ['Two values are marked in a sequence of noise; answer with half their sum.'],
    body: `task:
  type: addition
  length: 20                    # steps; or { min: 20, max: 50 } for a length per batch

${network('basicTanh')}${stopWhenSolved}`,
  },
  text: {
    about: ['A character-level language model of any UTF-8 file. Put the name of yours below.'],
    body: `task:
  type: text
  file: input.txt
  length: 100                   # characters per back-propagated chunk
  split: { validation: 0.05, test: 0.05 }
  carryState: true              # the state at the end of a chunk starts the next one

${network('xavier')}

evaluation: { every: 1000 }     # steps
`,
  },
  temporalOrder3: {
    about: ['In which order came three marked symbols, far apart among distractors?'],
    body: `task:
  type: temporalOrder3
  length: 20                    # steps; or { min: 20, max: 50 } for a length per batch
  rule: largestOutput           # or withinThreeTenths, which is stricter

${network('basicTanh')}${stopWhenSolved}`,
  },
  multiplication: {
    about: ['Two values are marked in a sequence of noise; answer with their product.'],
    body: `task:
  type: multiplication
  length: 20                    # steps; or { min: 20, max: 50 } for a length per batch
  tolerance: 0.2                # what counts as right; 0.04 is stricter

${network('basicTanh')}${stopWhenSolved}`,
  },
  permutation: {
    about: ['The last symbol is the first; those between say nothing.'],
    body: `task:
  type: permutation
  length: 20                    # steps
  symbols: 100

${network('basicTanh')}${stopWhenSolved}`,
  },
  memorization: {
    about: [
      'Recall a pattern after a wait. 5 positions of 2 values are the 5-bit problem, 10 of 5 the 20-bit one.',
    ],
    body: `task:
  type: memorization
  length: 20                    # steps between the pattern and its recall
  positions: 5
  values: 2
  targets: recall               # or everyStep

${memoryNetwork}${stopWhenSolved}`,
  },
  copy: {
    about: ['Copy ten symbols after a wait (Arjovsky et al. 2016).'],
    body: `task:
  type: copy
  length: 50                    # steps between the symbols and their recall
  positions: 10
  values: 8

${memoryNetwork}

evaluation: { every: 1000, size: 1000 }   # steps between; sequences
`,
  },
  echo: {
    about: ['Repeat each symbol some steps later.'],
    body: `task:
  type: echo
  length: 50                    # steps
  delay: 5
  values: 2

${memoryNetwork}${stopWhenSolved}`,
  },
  parity: {
    about: ['Have the ones so far been odd in number?'],
    body: `task:
  type: parity
  length: 20                    # steps
  targets: everyStep            # or lastStep

${memoryNetwork}${stopWhenSolved}`,
  },
  sine: {
    about: ['Predict sine waves whose period and phase differ from sequence to sequence.'],
    body: `task:
  type: sine
  length: 100                   # steps
  period: { min: 10, max: 50 }
  horizon: 1                    # steps ahead

${memoryNetwork}

evaluation: { every: 1000, size: 1000 }   # steps between; sequences
`,
  },
  mackeyGlass: {
    about: ['Predict the chaotic Mackey-Glass series.'],
    body: `task:
  type: mackeyGlass
  length: 100                   # steps
  tau: 17
  horizon: 6                    # steps ahead

${memoryNetwork}

evaluation: { every: 1000, size: 1000 }   # steps between; sequences
`,
  },
  series: {
    about: ['Forecasts of a time series. Put the names of your file and columns below.'],
    body: `task:
  type: series
  file: series.csv              # or .npy
  columns: [value]              # by default all columns of numbers
  horizon: 1                    # rows ahead
  length: 50                    # rows per back-propagated chunk
  split: { validation: 0.1, test: 0.1 }

${memoryNetwork}

evaluation: { every: 500 }      # steps
`,
  },
  pianoRoll: {
    about: [
      'Which keys sound at the next step of a piece of music? Put the name of your file below: MATLAB',
      'with traindata, validdata, testdata, or JSON with training, validation, test.',
    ],
    body: `task:
  type: pianoRoll
  file: music.mat               # or { training: [a.mid, b.mid], validation: c.mid, test: d.mid }
  length: 200                   # most steps of a piece per update
  stepsPerQuarter: 4            # steps in a quarter note, for MIDI files

${network('xavier')}

evaluation: { every: 1000 }     # steps
`,
  },
  sequences: {
    about: [
      'Sequences of your own: a JSON Lines file, one {"input": [...], "target": ...} a line.',
      'Put its name below, and what it holds.',
    ],
    body: `task:
  type: sequences
  file: sequences.jsonl
  split: { validation: 0.1, test: 0.1 }
  inputs: { symbols: 10 }       # each step a whole number below 10; or { size: 3 }: rows of 3 numbers
  targets: { type: classes, size: 2, steps: lastStep }   # or values; or everyStep
  length: 100                   # steps of the longest

${memoryNetwork}

evaluation: { every: 1000 }     # steps
`,
  },
  irnn: {
    about: [
      'An IRNN (Le, Jaitly, Hinton 2015): relu units whose recurrent matrix starts as the identity, biases',
      'at zero, other weights from N(0, 0.001^2). Units hold what they have until told otherwise.',
    ],
    body: `task:
  type: addition
  length: 100

model:
  layers:
    - type: elman
      hiddenSize: 100
      activation: relu
  initializer: { type: identity, scale: 1 }   # below 1 the units forget

training:
  batchSize: 16
  steps: 30000
  optimizer: { type: adam, learningRate: 0.001 }
  policy:
    - { type: clipByNorm, maxNorm: 1 }${stopWhenSolved}`,
  },
};

/** What there is a starter for. */
export const starterNames = Object.keys(starters);

/** Name of the JSON Schema file a starter points its editor at. */
export const SCHEMA_FILE = 'rnn.schema.json';

/**
 * Writes the starter config of a task or a preset.
 * @param name - one of `starterNames`
 * @returns YAML text
 */
export function starterConfig(name: string): string {
  const { about, body } = starters[name as keyof typeof starters];
  const head = [
    `# yaml-language-server: $schema=${SCHEMA_FILE}`,
    ...about.map((line) => `# ${line}`),
    `# Every key but task may be left out. Run: rnn train ${name}.yaml`,
    '',
    `name: ${name}`,
    'seed: 1',
  ];
  return `${head.join('\n')}\n\n${body}`;
}
