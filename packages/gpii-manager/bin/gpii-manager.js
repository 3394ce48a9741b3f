#!/usr/bin/env node
import { runMain } from '@gpii/service-kit/run-main';
await runMain(new URL('../dist/main.js', import.meta.url));
