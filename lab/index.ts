export { type Lab, startLab } from './server.ts';
export { type Fault, loadWorld, type World } from './world.ts';
export { bucketsWorld } from './worlds.ts';
