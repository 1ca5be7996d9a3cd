import { describeForge } from '../../../contract/forge.ts';
import { gitLabForgeScene } from './scene.ts';

describeForge('gitlab', gitLabForgeScene);
