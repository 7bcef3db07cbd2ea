// What compiling the kernels does to the rest of the process: nothing.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../../src/math/simd/compile.ts';

const moduleUrl = new URL('../../../src/math/simd/compile.ts', import.meta.url);

// Node's own type stripper is WebAssembly too; used this much, it is optimised in the background.
const SCRIPT = `
  import { stripTypeScriptTypes } from 'node:module';
  process.removeAllListeners('warning');
  const { compileModule } = await import(${JSON.stringify(moduleUrl.href)});
  compileModule('kernels', '128');
  const code = 'const a: number = 1; function f<T>(x: T): T { return x; }\\n'.repeat(100);
  for (let i = 0; i < 60; i++) stripTypeScriptTypes(code);
  console.log('fine');
`;

describe('compileModule', () => {
  it('compiles once per width', () => {
    expect(compileModule('kernels', '128')).toBe(compileModule('kernels', '128'));
  });

  it('leaves V8 able to optimise other modules', (context) => {
    if (!('typescript' in process.features && process.features.typescript)) {
      context.skip(`Node ${process.versions.node} does not strip types: no other module at hand`);
    }
    const options = ['--input-type=module', '--eval', SCRIPT];
    const { stdout, stderr, signal } = spawnSync(process.execPath, options, { encoding: 'utf8' });
    expect({ stdout, signal, stderr }).toMatchObject({ stdout: 'fine\n', signal: null });
  });
});
