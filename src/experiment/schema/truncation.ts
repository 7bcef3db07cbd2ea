// Config of `training.truncation`: how far the gradient goes back.

import { z } from 'zod';
import { commonDefaults, DEFAULT_WINDOW } from './defaults.ts';
import { dependentDefault, integer, typeName } from './fields.ts';

/** How far the gradient goes back. */
export const truncationSchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: typeName('none') })
      .describe('Through all steps of a batch, one update each.'),
    z
      .strictObject({
        type: typeName('window'),
        window: integer(1)
          .default(DEFAULT_WINDOW)
          .describe('Steps that the gradient goes back through at most.'),
        stride: dependentDefault(integer(1)).describe(
          'Steps from one update to the next, at most window; as many as window by default.',
        ),
      })
      .describe(
        'Truncated BPTT: batches are cut into windows, one update each (steps counts them), and the ' +
          'state is carried from one to the next, within a batch. A target counts once, in the ' +
          'window that reaches it first; the loss is the mean over the targets of a window, a ' +
          'regularizer counts in full in each. With targets at the last step only, one window ' +
          'that ends there trains, whatever the stride. Initial states are trained by windows ' +
          'that begin a batch. Not for bidirectional layers. Evaluation is as without it.',
      ),
  ])
  .prefault(commonDefaults.training.truncation)
  .describe('How far the gradient goes back: truncated BPTT.');
