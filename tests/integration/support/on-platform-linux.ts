import { chooseBuild } from './the-road.ts';

chooseBuild('platform-linux');
