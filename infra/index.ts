import { join } from 'node:path';
import { getStack, runtime } from '@pulumi/pulumi';
import { bundleFunctions } from './bundle.ts';
import { parseConfiguration } from './configuration.ts';
import { declareQuipu } from './declare-quipu.ts';

const namespace = 'quipu:';
const root = join(import.meta.dirname, '..');

const settings = Object.fromEntries(
  Object.entries(runtime.allConfig())
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]) => [key.slice(namespace.length), value]),
);
const configuration = parseConfiguration(getStack(), settings);
const bundles = await bundleFunctions({ sourceFolder: join(root, 'functions'), targetFolder: join(root, 'dist') });

/** The one description of what exists: `pulumi up` sends it to AWS, and `npm start` runs it on this machine. */
export const { apiUrl, tableNames, streamName, machineArn, bucketNames, functionNames } = declareQuipu(
  configuration,
  bundles,
);
