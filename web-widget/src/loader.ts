import './api';
import { answerCalls } from './loader/calls';

// Also an async script's `currentScript` is itself, but only while it runs: this must be read first.
const script = document.currentScript;
if (script instanceof HTMLScriptElement) answerCalls(window, new URL(script.src).origin);
