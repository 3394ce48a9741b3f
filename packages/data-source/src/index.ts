import './grades.ts';

export { createChildDataSource, type ChildDataSource, type ChildDataSourceOptions } from './child/child-data-source.ts';
export type { ProcessChannel } from './child/messages.ts';
export { serveChannel, type ChannelAnswers, type ChannelQuestion, type ServedChannel } from './child/serve-channel.ts';
export * from './data-source.ts';
export { createHttpDataSource, createPipeDataSource, type HttpDataSource } from './http/http-data-source.ts';
export type { HttpDataSourceOptions, JsonTemplate } from './http/http-options.ts';
export { readBearerToken } from './http/read-bearer-token.ts';
export { createSlots, type Slots } from './slots.ts';
export { createMemoryDataSource, type MemoryDataSourceOptions, type MemoryRequest } from './memory-data-source.ts';
