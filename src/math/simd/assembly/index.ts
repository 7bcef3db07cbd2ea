export { matmul8, matmul16 } from './matmul';
