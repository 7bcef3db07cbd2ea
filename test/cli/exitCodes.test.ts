// Errors of the inner modules, known by name only, and the exit codes they come to.
import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exitCodes.ts';
import { DataError } from '../../src/experiment/dataFile.ts';
import { RunDirectoryError } from '../../src/experiment/runDirectory.ts';
import { StoredFileError } from '../../src/experiment/storedFileError.ts';
import { NoRunError } from '../../src/experiment/storedRun.ts';
import { ConfigurationError } from '../../src/math/configurationError.ts';
import { KernelError } from '../../src/math/kernelError.ts';
import { WeightsFileError } from '../../src/model/weights/weightsFileError.ts';

describe('the exit code', () => {
  test.each([
    [2, new ConfigurationError('')],
    [2, new DataError('')],
    [2, new NoRunError('')],
    [1, new KernelError('')],
    [65, new StoredFileError('')],
    [65, new WeightsFileError('')],
    [73, new RunDirectoryError('')],
    [73, Object.assign(new Error(''), { code: 'EACCES' })],
    [74, Object.assign(new Error(''), { code: 'ENOSPC' })],
  ])('is %d for %o', (exitCode, error) => {
    expect(exitCodeOf(error)).toBe(exitCode);
  });

  test.each([
    new TypeError('a bug'),
    Object.assign(new Error(''), { name: 'toString' }),
    Object.assign(new Error(''), { code: 'ERR_INVALID_ARG_TYPE' }),
    'no error',
  ])('is none for %o', (error) => {
    expect(exitCodeOf(error)).toBe(null);
  });
});
