// The exports of the scan module: cost alone and cost with gradient, for every activation and both
// precisions. A module of its own, so that a scan does not wait for the training kernels to compile.
// AssemblyScript cannot export a generic function, so each has its line here; everything is inlined, see
// the index of the training kernels for why.

import { LINEAR, RELU, SIGMOID, TANH } from './advance';
import { scanCost, scanGradient } from './recurrence';

export function f32_sigmoid_cost(cost: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanCost<f32>(SIGMOID, cost, w, u, count, start, target, steps, scratch); }
export function f32_tanh_cost(cost: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanCost<f32>(TANH, cost, w, u, count, start, target, steps, scratch); }
export function f32_relu_cost(cost: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanCost<f32>(RELU, cost, w, u, count, start, target, steps, scratch); }
export function f32_linear_cost(cost: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanCost<f32>(LINEAR, cost, w, u, count, start, target, steps, scratch); }
export function f32_sigmoid_gradient(cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanGradient<f32>(SIGMOID, cost, dw, du, w, u, count, start, target, steps, scratch); }
export function f32_tanh_gradient(cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanGradient<f32>(TANH, cost, dw, du, w, u, count, start, target, steps, scratch); }
export function f32_relu_gradient(cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanGradient<f32>(RELU, cost, dw, du, w, u, count, start, target, steps, scratch); }
export function f32_linear_gradient(cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanGradient<f32>(LINEAR, cost, dw, du, w, u, count, start, target, steps, scratch); }
export function f64_sigmoid_cost(cost: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanCost<f64>(SIGMOID, cost, w, u, count, start, target, steps, scratch); }
export function f64_tanh_cost(cost: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanCost<f64>(TANH, cost, w, u, count, start, target, steps, scratch); }
export function f64_relu_cost(cost: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanCost<f64>(RELU, cost, w, u, count, start, target, steps, scratch); }
export function f64_linear_cost(cost: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanCost<f64>(LINEAR, cost, w, u, count, start, target, steps, scratch); }
export function f64_sigmoid_gradient(cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanGradient<f64>(SIGMOID, cost, dw, du, w, u, count, start, target, steps, scratch); }
export function f64_tanh_gradient(cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanGradient<f64>(TANH, cost, dw, du, w, u, count, start, target, steps, scratch); }
export function f64_relu_gradient(cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanGradient<f64>(RELU, cost, dw, du, w, u, count, start, target, steps, scratch); }
export function f64_linear_gradient(cost: usize, dw: usize, du: usize, w: usize, u: usize, count: i32, start: f64, target: f64, steps: i32, scratch: usize): void { scanGradient<f64>(LINEAR, cost, dw, du, w, u, count, start, target, steps, scratch); }
