// The local executor does what every executor must.
import { describeExecutor } from './conformance.ts';

describeExecutor('local', { module: new URL('localExecutor.mjs', import.meta.url) });
