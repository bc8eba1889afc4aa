import fc from 'fast-check';

/**
 * Property tests try the same cases in each short run, so that a change is judged by what it changed. The thorough form (THOROUGH=1, each
 * night) tries new ones; a failure prints its seed either way.
 */
const SEED = 20_261_125;

if (process.env['THOROUGH'] !== '1') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
