/** The program that the runs of tests say they were made by. */
export const host = {
  version: '1.2.3',
  node: process.versions.node,
  arch: process.arch,
  pid: process.pid,
};
