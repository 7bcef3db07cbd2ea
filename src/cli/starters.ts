// The starter configs that `rnn init` writes: one commented text per task.

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

const starters: Readonly<Record<TaskType, Starter>> = {
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
};

/** Tasks there is a starter for. */
export const starterTasks = Object.keys(starters);

/** Name of the JSON Schema file a starter points its editor at. */
export const SCHEMA_FILE = 'rnn.schema.json';

/**
 * Writes the starter config of a task.
 * @param task - one of `starterTasks`
 * @returns YAML text
 */
export function starterConfig(task: string): string {
  const { about, body } = starters[task as TaskType];
  const head = [
    `# yaml-language-server: $schema=${SCHEMA_FILE}`,
    ...about.map((line) => `# ${line}`),
    `# Every key but task may be left out. Run: rnn train ${task}.yaml`,
    '',
    `name: ${task}`,
    'seed: 1',
  ];
  return `${head.join('\n')}\n\n${body}`;
}
