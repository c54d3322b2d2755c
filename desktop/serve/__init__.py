"""Servers for other programs: assistants over MCP, chat apps over OpenAI's and A1111's HTTP
APIs.
"""
