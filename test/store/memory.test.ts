import { createMemoryStore } from '../../src/server/store/memory.ts';
import { storeContract } from './contract.ts';

storeContract('memory', createMemoryStore);
