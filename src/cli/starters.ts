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
